/** One of a fixed set of choices: what is stored, what is shown and in which colour. */
export type Option<Value extends string = string> = { value: Value; label: string; color: string };

/** The option that stands for a stored value; undefined when the value is empty or no longer offered. */
export function optionOf<Value extends string>(options: Option<Value>[], value: string | undefined) {
  return options.find((option) => option.value === value);
}

export function optionLabel(options: Option[], value: string | undefined): string {
  return optionOf(options, value)?.label ?? value ?? '';
}

/** Where a value stands among its options; values that are not offered come last. */
export function optionRank(options: Option[], value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const rank = options.findIndex((option) => option.value === value);
  return rank < 0 ? options.length : rank;
}

/** The choices of a filter by a yes-or-no field. */
export function yesNoOptions(label: string) {
  return [
    { value: 'yes', label: `${label}: yes` },
    { value: 'no', label: `${label}: no` },
  ];
}
