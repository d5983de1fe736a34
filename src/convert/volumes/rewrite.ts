import type { CallSite } from '../../program/units.ts';
import type { CallContext, Part } from '../part.ts';
import { listed } from './list.ts';
import { read } from './read.ts';
import { removed } from './remove.ts';
import { uploaded } from './upload.ts';

/** What a call on a volume becomes; nothing where it is left to a person. */
export function rewritten(context: CallContext, site: CallSite): Part | undefined {
  const { name } = site.use.symbol;
  if (/\.(?:listdir|iterdir)$/.test(name)) return listed(context, site);
  if (/\.read_file(?:_into_fileobj)?$/.test(name)) return read(context, site);
  if (name.endsWith('.remove_file')) return removed(context, site);
  return name.endsWith('.batch_upload') ? uploaded(context, site) : undefined;
}
