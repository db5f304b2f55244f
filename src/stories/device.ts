/** The parts of `navigator` that are asked. */
export interface DeviceScope {
  readonly userAgent: string;
  readonly hardwareConcurrency?: number;
}

const BROWSERS = [
  ['Edg', 'Edge'],
  ['Firefox', 'Firefox'],
  ['Chrome', 'Chromium'],
  ['Version', 'Safari'],
] as const;
const SYSTEMS = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac', 'CrOS', 'Linux'] as const;

/** Browser, system and processors in a few words: enough to compare, too little to recognise anybody by. */
export function browserDevice({ userAgent, hardwareConcurrency }: DeviceScope): string {
  const found = BROWSERS.map(([token, name]) => {
    const version = new RegExp(`${token}/(\\d+)`).exec(userAgent)?.[1];
    return version === undefined ? null : `${name} ${version}`;
  }).find((one) => one !== null);
  const system = SYSTEMS.find((one) => userAgent.includes(one)) ?? 'other system';
  const cores = hardwareConcurrency === undefined ? '' : `, ${hardwareConcurrency} cores`;
  return `${found ?? 'Other browser'}, ${system}${cores}`;
}
