import type { FalSetting } from '../part.ts';

/** The settings that hold: one that comes before all others takes the place of those of its name. */
export function settled(settings: readonly FalSetting[]): readonly FalSetting[] {
  const first = settings.filter(({ first }) => first).map(({ name }) => name);
  return settings.filter((setting) => setting.first || !first.includes(setting.name));
}

/** A setting that two keywords decide. */
export function firstDuplicate(settings: readonly FalSetting[]): string | undefined {
  const names = settings.map(({ name }) => name);
  return names.find((name, i) => names.indexOf(name) !== i);
}
