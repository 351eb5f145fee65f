import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject } from 'ajv/dist/2020.js';
import formatsPlugin from 'ajv-formats';

type Schema = Record<string, unknown>;

/** Checks record data against a collection's JSON Schema: field → what is wrong, empty when nothing is. */
export function schemaCheck(schema: Schema): (data: Record<string, unknown>) => Record<string, string> {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  // The package's types describe its CommonJS form; at run time the function is the default export.
  (formatsPlugin as unknown as (ajv: Ajv2020) => void)(ajv);
  const validate = ajv.compile(schema);
  return (data) => {
    if (validate(data)) return {};
    return Object.fromEntries((validate.errors ?? []).map((error) => [fieldOf(error), error.message ?? 'is not valid']));
  };
}

function fieldOf(error: ErrorObject): string {
  const params = error.params as { missingProperty?: string; additionalProperty?: string };
  return params.missingProperty ?? params.additionalProperty ?? error.instancePath.split('/')[1] ?? '';
}
