import { OpenAPIHono } from '@hono/zod-openapi';
import type { z } from '@hono/zod-openapi';
import type { AppEnv } from './request.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Document = ReturnType<OpenAPIHono['getOpenAPI31Document']>;

const description = `REST and JSON. Sign in with POST /api/auth/sign-in/email; the session travels as a cookie or as a bearer token.
Lists answer { items, nextCursor }. Errors are problem details (RFC 9457) with a closed list of codes.
What you may not see is 404, what you may see but not do is 403.`;

/** Writes the OpenAPI 3.1 document of an app; schemas in `named` become components. */
export function writeOpenApi(app: OpenAPIHono<AppEnv>, o: { version: string; publicUrl: string; named: Record<string, z.ZodType> }): Document {
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Ninefold', version: o.version, description, license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' } },
    servers: [{ url: o.publicUrl }],
    security: [{ session: [] }, { bearer: [] }],
  });
  const components = schemasOf(o.named);
  const names = new Map(Object.entries(components).map(([name, schema]) => [JSON.stringify(schema), name]));
  const schemas = Object.fromEntries(Object.entries(components).map(([name, schema]) => [name, hoist(schema, names, name)]));
  return {
    ...document,
    paths: hoist(plainPaths(document.paths as unknown as { [path: string]: Json }), names) as unknown as Document['paths'],
    components: {
      schemas: schemas as unknown as NonNullable<Document['components']>['schemas'],
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'ninefold.session_token' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

/** The JSON Schema of each named schema, as the generator would write it in place. */
function schemasOf(named: Record<string, z.ZodType>): Record<string, Json> {
  const scratch = new OpenAPIHono();
  for (const [name, schema] of Object.entries(named)) {
    scratch.openAPIRegistry.registerPath({
      method: 'get', path: `/${name}`, responses: { 200: { description: name, content: { 'application/json': { schema } } } },
    });
  }
  const { paths } = scratch.getOpenAPI31Document({ openapi: '3.1.0', info: { title: '', version: '' } });
  const found = paths as unknown as Record<string, { get: { responses: { 200: { content: Record<string, { schema: Json }> } } } }>;
  return Object.fromEntries(Object.keys(named).map((name) => [name, found[`/${name}`]!.get.responses[200].content['application/json']!.schema]));
}

/** Replaces every schema that equals a named one by a reference to it. */
function hoist(value: Json, names: Map<string, string>, own?: string): Json {
  if (Array.isArray(value)) return value.map((item) => hoist(item, names));
  if (value === null || typeof value !== 'object') return value;
  const name = names.get(JSON.stringify(value));
  if (name !== undefined && name !== own) return { $ref: `#/components/schemas/${name}` };
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined).map(([key, item]) => [key, hoist(item, names)]));
}

/** The router's form of a parameter with slashes in it, `:path{.+}`, is `{path}` here. */
function plainPaths(paths: { [path: string]: Json }): Json {
  return Object.fromEntries(Object.entries(paths).map(([path, item]) => [path.replace(/:(\w+)\{\.\+\}/g, '{$1}'), item]));
}
