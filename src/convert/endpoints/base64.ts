import type { Need } from '../part.ts';
import { holdsBytes, modelsIn, type Model, type Shape } from './shape.ts';

/** An expression that holds what crosses, on one side or on the other. */
export interface Held {
  readonly text: string;
  /** Can be read twice: a name. */
  readonly isName: boolean;
}

/** Names for what is inside of what is inside. */
const ITEMS = ['item', 'part', 'piece'] as const;
const VALUES = ['value', 'inner', 'innermost'] as const;

/** What becomes of bytes and of objects. */
interface Way {
  readonly bytes: (text: string) => string;
  readonly model: (text: string, model: Model) => string;
}

const SEND: Way = {
  bytes: (text) => `base64.b64encode(${text}).decode()`,
  model: (text) => `to_jsonable_python(${text})`,
};

const RECEIVE: Way = {
  bytes: (text) => `base64.b64decode(${text})`,
  model: (text, { form, name }) =>
    form === 'pydantic'
      ? `${name}.model_validate(${text})`
      : `TypeAdapter(${name}).validate_python(${text})`,
};

/** A value as JSON carries it: bytes as base64 text, objects as dicts; nothing where the expression must have a name first. */
export function encodedText(shape: Shape, held: Held): string | undefined {
  return walked(shape, held, 0, SEND);
}

/** What JSON carried, as it was; nothing where the expression must have a name first. */
export function decodedText(shape: Shape, held: Held): string | undefined {
  return walked(shape, held, 0, RECEIVE);
}

/** What the text of `encodedText` needs. */
export function sendNeeds(shape: Shape): readonly Need[] {
  return [
    ...(holdsBytes(shape) ? [{ module: 'base64' }] : []),
    ...(modelsIn(shape).length > 0
      ? [{ module: 'pydantic_core', name: 'to_jsonable_python' }]
      : []),
  ];
}

/** What the text of `decodedText` needs, apart from the classes. */
export function receiveNeeds(shape: Shape): readonly Need[] {
  const isAdapted = modelsIn(shape).some(({ form }) => form === 'dataclass');
  return [
    ...(holdsBytes(shape) ? [{ module: 'base64' }] : []),
    ...(isAdapted ? [{ module: 'pydantic', name: 'TypeAdapter' }] : []),
  ];
}

function walked(shape: Shape, held: Held, depth: number, way: Way): string | undefined {
  const { text, isName } = held;
  const inside = (of: Shape, name: string): string | undefined =>
    walked(of, { text: name, isName: true }, depth + 1, way);
  switch (shape.kind) {
    case 'bytes':
      return way.bytes(text);
    case 'model':
      return way.model(text, shape);
    case 'plain':
      return text;
    case 'optional': {
      const some = isName ? walked(shape.of, held, depth, way) : undefined;
      return some && `(${some} if ${text} is not None else None)`;
    }
    case 'list': {
      const name = ITEMS[depth];
      const each = name && inside(shape.of, name);
      if (each === undefined) return undefined;
      const loop = `${each} for ${name} in ${text}`;
      return shape.as === 'list' ? `[${loop}]` : `tuple(${loop})`;
    }
    case 'dict': {
      const name = VALUES[depth];
      const each = name && inside(shape.of, name);
      return each && `{key: ${each} for key, ${name} in ${text}.items()}`;
    }
    case 'tuple': {
      const items = shape.items.map((of, i) =>
        isName ? walked(of, { text: `${text}[${i}]`, isName: true }, depth, way) : undefined,
      );
      return items.includes(undefined)
        ? undefined
        : `(${items.join(', ')}${items.length === 1 ? ',' : ''})`;
    }
  }
}
