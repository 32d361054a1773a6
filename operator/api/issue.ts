/** Way from the root of an object to a value. */
export type Path = readonly (string | number)[];

/** Something that is wrong with an object. */
export interface Issue {
  readonly path: Path;
  /** Name of the broken rule: required, type, unknownField, pattern…, `cel`, or the name of a check between objects. */
  readonly rule: string;
  /** Sentence for a person. */
  readonly message: string;
}

/** `spec.instruments[2].tick`; the empty path is the object itself. */
export function pathText(path: Path): string {
  let text = '';
  for (const part of path) text += typeof part === 'number' ? `[${part}]` : `${text === '' ? '' : '.'}${part}`;
  return text;
}
