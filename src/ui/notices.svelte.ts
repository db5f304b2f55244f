import type { IconName } from './icons';

export interface ShownNotice {
  readonly id: string;
  readonly severity: 'info' | 'warning' | 'error';
  readonly text: string;
  /** What the listener can do; shown after the text. */
  readonly suggestion: string | null;
  readonly actions: readonly { readonly label: string; run(): void }[];
}

export const NOTICE_ICONS: Readonly<Record<ShownNotice['severity'], IconName>> = {
  info: 'info',
  warning: 'warning',
  error: 'warning',
};

/** They stay until dismissed; the same id replaces what it said before. */
export class NoticeBoard {
  list = $state.raw<readonly ShownNotice[]>([]);

  show(notice: ShownNotice): void {
    this.list = [...this.list.filter((one) => one.id !== notice.id), notice];
  }

  dismiss(id: string): void {
    this.list = this.list.filter((one) => one.id !== id);
  }
}
