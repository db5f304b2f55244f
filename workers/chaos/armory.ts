/** Holds the faults that a worker of the chaos build was told to make. */
import { stageOf, type Armed, type FaultName, type FaultStage } from '../../src/faults/names';

export class Armory implements Armed {
  readonly #armed = new Set<FaultName>();

  async arm(fault: FaultName): Promise<void> {
    this.#armed.add(fault);
  }

  /** The fault armed for this stage, which is then spent; null: none. */
  take(stage: FaultStage): FaultName | null {
    for (const fault of this.#armed) {
      if (stageOf(fault) !== stage) continue;
      this.#armed.delete(fault);
      return fault;
    }
    return null;
  }
}

/** The calls of a worker with `arm` beside them. */
export function armed<Api extends object>(api: Api, armory: Armory): Api & Armed {
  return { ...api, arm: (fault) => armory.arm(fault) };
}

export const never = new Promise<never>(() => {});

export function deliberate(fault: FaultName): Error {
  return new Error(`${fault}: the fault that was asked for.`);
}
