import type { SoundFormat } from '../../src/contracts/export';

/**
 * MP3 and AAC are encoded by libraries of our own everywhere: browsers' AAC encoders differ in what they
 * put before the first sample and do not say. Opus is the browser's, where it has it.
 */
export async function soundFormats(): Promise<readonly SoundFormat[]> {
  const hasOpus = await canEncodeOpus();
  return hasOpus ? ['mp3', 'm4b', 'opus', 'wav'] : ['mp3', 'm4b', 'wav'];
}

async function canEncodeOpus(): Promise<boolean> {
  if (!('AudioEncoder' in globalThis)) return false;
  const config = { codec: 'opus', sampleRate: 24_000, numberOfChannels: 1 };
  const { supported } = await AudioEncoder.isConfigSupported(config).catch(() => ({
    supported: false,
  }));
  return supported === true;
}

/** What the browser would still let this origin keep. */
export async function freeBytes(): Promise<number | null> {
  if (!('storage' in navigator)) return null;
  const { quota, usage } = await navigator.storage.estimate();
  return quota === undefined ? null : Math.max(0, quota - (usage ?? 0));
}
