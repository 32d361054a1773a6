/** What `relais validate` says about one place. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** `Region/paris`, or '' when the file itself cannot be read. */
  readonly object: string;
  /** `spec.instruments[2].tick`; '' for the object itself. */
  readonly path: string;
  /** Which rule is broken: required, type, unknownField, pattern, cel, unique, reference, … */
  readonly rule: string;
  readonly message: string;
}

/** `examples/france/paris.yaml:12:7: Region/paris spec.regionNumber: must be at least 1 [minimum]`, as editors and people read it. */
export function findingLine({ file, line, column, object, path, rule, message }: Finding): string {
  const place = [object, path].filter((part) => part !== '').join(' ');
  return `${file}:${line}:${column}: ${place === '' ? '' : `${place}: `}${message} [${rule}]`;
}
