/**
 * The API reference: one page over /api/openapi.json without anything from
 * elsewhere. Its style and script are files of their own, as the policy asks.
 */
export const docsPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ninefold API</title>
<link rel="stylesheet" href="/api/docs/style.css">
</head>
<body>
<header><div><h1>Ninefold API</h1><p id="about"></p></div><p><a href="/api/openapi.json">openapi.json</a> · <a href="/">Studio</a></p></header>
<div class="page"><nav aria-label="Operations"><input id="filter" type="search" placeholder="Filter operations" aria-label="Filter operations"><ul id="menu"></ul></nav>
<main id="operations"><p>Loading…</p></main></div>
<script type="module" src="/api/docs/script.js"></script>
</body>
</html>`;

export const docsStyle = `
:root { color-scheme: light dark; --line: light-dark(#e3e6ea, #2e3338); --soft: light-dark(#f6f7f9, #1b1e22); --back: light-dark(#fff, #141618);
  --text: light-dark(#1d2126, #d7dbe0); --dim: light-dark(#646c76, #969ea8); --accent: light-dark(#3b5bdb, #91a7ff); }
* { box-sizing: border-box; } body { margin: 0; background: var(--back); color: var(--text); font: 15px/1.55 system-ui, sans-serif; }
a { color: var(--accent); } header { display: flex; gap: 2rem; justify-content: space-between; padding: 1.5rem 2rem; border-bottom: 1px solid var(--line); }
h1 { font-size: 1.35rem; margin: 0 0 .3rem; } header p { margin: 0; color: var(--dim); white-space: pre-line; max-width: 75ch; }
.page { display: grid; grid-template-columns: 17rem minmax(0, 1fr); } nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1rem; border-right: 1px solid var(--line); }
nav ul { list-style: none; margin: 0; padding: 0; } nav li.tag { margin-top: 1rem; font-weight: 600; text-transform: capitalize; } nav a { display: block; padding: .15rem .5rem; color: inherit; text-decoration: none; border-radius: 4px; overflow-wrap: anywhere; }
nav a:hover { background: var(--soft); } input { width: 100%; padding: .45rem .6rem; border: 1px solid var(--line); border-radius: 6px; background: var(--soft); color: inherit; font: inherit; }
main { padding: 1rem 2rem 6rem; max-width: 62rem; } section { border-bottom: 1px solid var(--line); padding: 1.5rem 0; } h2 { font-size: 1.05rem; margin: 0 0 .3rem; }
code, pre { font: 13px/1.5 ui-monospace, monospace; } .call { display: flex; gap: .6rem; align-items: baseline; overflow-wrap: anywhere; } .call b { color: var(--accent); }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; } td, th { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--dim); font-weight: 500; } details { margin: .5rem 0; } summary { cursor: pointer; color: var(--dim); } pre { background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: .8rem; overflow: auto; max-height: 24rem; }
@media (max-width: 760px) { .page { display: block; } nav { position: static; height: auto; border: 0; } nav ul { display: none; } main, header { padding: 1rem; } header { flex-direction: column; } }
`;

export const docsScript = `
const spec = await (await fetch('/api/openapi.json')).json();
const make = (tag, attributes = {}, ...children) => { const e = Object.assign(document.createElement(tag), attributes); e.append(...children); return e; };
const resolve = (s) => s?.$ref ? spec.components.schemas[s.$ref.split('/').pop()] : s;
function shape(schema, depth = 0) {
  if (schema?.$ref && depth > 0) return schema.$ref.split('/').pop();
  const s = resolve(schema) ?? {}; const pad = '  '.repeat(depth + 1);
  if (s.oneOf || s.anyOf) return (s.oneOf ?? s.anyOf).map((o) => shape(o, depth)).join(' | ');
  if (s.enum) return s.enum.map((v) => JSON.stringify(v)).join(' | ');
  const type = Array.isArray(s.type) ? s.type : [s.type ?? 'any'];
  return type.map((t) => {
    if (t === 'array') return shape(s.items, depth) + '[]';
    if (t === 'object' && s.properties) return '{\\n' + Object.entries(s.properties).map(([k, v]) => pad + k + (s.required?.includes(k) ? '' : '?') + ': ' + shape(v, depth + 1)).join('\\n') + '\\n' + '  '.repeat(depth) + '}';
    return s.format ? t + ' <' + s.format + '>' : t;
  }).join(' | ');
}
const body = (title, content, open) => { const c = Object.values(content ?? {})[0]; return c?.schema ? make('details', { open }, make('summary', { textContent: title + ' ' + Object.keys(content)[0] }), make('pre', { textContent: shape(c.schema) })) : ''; };
document.querySelector('#about').textContent = spec.info.description;
const main = document.querySelector('#operations'), menu = document.querySelector('#menu'); main.textContent = '';
const operations = Object.entries(spec.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, o]) => ({ path, method, o })));
for (const tag of new Set(operations.map((x) => x.o.tags?.[0] ?? 'other'))) {
  menu.append(make('li', { className: 'tag', textContent: tag }));
  for (const { path, method, o } of operations.filter((x) => (x.o.tags?.[0] ?? 'other') === tag)) {
    menu.append(make('li', { className: 'operation' }, make('a', { href: '#' + o.operationId, textContent: o.operationId })));
    const rows = (o.parameters ?? []).map((p) => make('tr', {}, make('td', {}, make('code', { textContent: p.name })), make('td', { textContent: p.in + (p.required ? ', required' : '') }), make('td', {}, make('code', { textContent: shape(p.schema) })), make('td', { textContent: p.description ?? p.schema?.description ?? '' })));
    main.append(make('section', { id: o.operationId }, make('h2', { textContent: o.summary ?? o.operationId }),
      make('div', { className: 'call' }, make('b', { textContent: method.toUpperCase() }), make('code', { textContent: path }), make('code', { textContent: o.operationId, style: 'color: var(--dim)' })),
      o.description ? make('p', { textContent: o.description }) : '',
      rows.length ? make('table', {}, make('tr', {}, ...['Parameter', 'In', 'Type', ''].map((t) => make('th', { textContent: t }))), ...rows) : '',
      body('Body', o.requestBody?.content, true), ...Object.entries(o.responses).filter(([s]) => s !== 'default').map(([s, r]) => r.content ? body(s, r.content, false) : make('p', { textContent: s + ' ' + r.description }))));
  }
}
menu.append(make('li', { className: 'tag', textContent: 'Schemas' }));
for (const [name, schema] of Object.entries(spec.components.schemas)) {
  menu.append(make('li', { className: 'operation' }, make('a', { href: '#' + name, textContent: name })));
  main.append(make('section', { id: name }, make('h2', { textContent: name }), make('pre', { textContent: shape(schema) })));
}
document.querySelector('#filter').addEventListener('input', (e) => { const q = e.target.value.toLowerCase(); for (const s of main.children) s.hidden = !s.textContent.toLowerCase().includes(q); for (const l of menu.querySelectorAll('.operation')) l.hidden = document.getElementById(l.textContent).hidden; });
if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
`;
