import type { CallSite } from '../../program/units.ts';
import type { Shape } from '../endpoints/shape.ts';
import { decodedText, receiveNeeds } from '../endpoints/base64.ts';
import type { CallContext, Part } from '../part.ts';
import { mergeParts } from '../parts.ts';
import { arrival, loopText, receivedText, wholeOf, type Request } from './encoding.ts';
import { placeOf } from './place.ts';
import { manual, type CallShape } from './shape.ts';
import { decodedReads } from './spawned-reads.ts';

/** A request that takes the place of a call, and what its result holds. */
export interface Asked {
  /** Of `fal_client`, without `_async`. */
  readonly verb: string;
  readonly request: Request;
  /** Where its result does not arrive as it was. */
  readonly result: Shape | undefined;
}

/** The request in the place of the call; its result is what it was wherever it is read. */
export function answerOf(
  context: CallContext,
  site: CallSite,
  shape: CallShape,
  { verb, request, result }: Asked,
): Part {
  const { call } = shape;
  const bare = { edits: [{ span: call.parens ?? call.span, text: request(placeOf(site, shape)) }] };
  if (!result) return bare;
  if (verb === 'submit') return mergeParts([bare, decodedReads(context, site, shape, result)]);
  const text =
    verb === 'stream'
      ? streamText(site, shape, result, request)
      : resultText(site, shape, result, request);
  if (text === undefined) {
    const { as, undo } = arrival(result);
    const message = `what \`${site.method ?? 'the method'}\` gives comes as ${as}: give it a name of its own, and ${undo}`;
    return mergeParts([bare, manual(context, site, message)]);
  }
  const whole = verb === 'stream' ? call : wholeOf(shape);
  return { edits: [{ span: whole.parens ?? whole.span, text }], needs: receiveNeeds(result) };
}

function resultText(
  site: CallSite,
  shape: CallShape,
  result: Shape,
  request: Request,
): string | undefined {
  if (!shape.aio) return receivedText(site, shape, result, request);
  // A coroutine that is handed on gives text to whoever awaits it.
  if (!shape.awaited) return undefined;
  return receivedText(site, shape, result, (place) => `await ${request(place)}`);
}

/** `(base64.b64decode(item) for item in fal_client.stream(…))`: items come one by one, as before. */
function streamText(
  site: CallSite,
  shape: CallShape,
  result: Shape,
  request: Request,
): string | undefined {
  const element = decodedText(result, { text: 'item', isName: true });
  const loop = `${shape.aio ? 'async ' : ''}for item in`;
  return element && loopText('()', { element, loop, of: request }, placeOf(site, shape));
}
