import { createHash } from 'node:crypto';
import { frameSandbox } from '#contract/app-bridge.ts';
import type { Kit } from './kit/kit.ts';

type PageInput = { kit: Kit; hash: string; uses: string[]; hasStyles: boolean; origin: string; studioOrigins: string[] };

/** The page around an app, and the content security policy it is sent with. */
export function appPage({ kit, hash, uses, hasStyles, origin, studioOrigins }: PageInput): { html: string; policy: string } {
  const kitUrl = `${origin}/kit/${kit.hash}/`;
  const bundleUrl = `${origin}/b/${hash}/`;
  const imports = Object.fromEntries(kit.packages.map(({ specifier, file }) => [specifier, kitUrl + file]));
  const importMap = JSON.stringify({ imports });
  const used = kit.packages.filter(({ specifier }) => uses.includes(specifier)).flatMap(({ file, needs }) => [file, ...needs]);
  const ahead = [...new Set([kit.boot.file, ...kit.boot.needs, ...used])].map((file) => kitUrl + file);
  const policy = [
    "default-src 'none'",
    // Only this app's code: no other bundle of this origin can be loaded into it.
    `script-src ${kitUrl} ${bundleUrl} 'sha256-${createHash('sha256').update(importMap).digest('base64')}'`,
    `style-src 'unsafe-inline' ${kitUrl} ${bundleUrl}`,
    'img-src data: blob:', 'font-src data:', 'media-src data: blob:',
    "connect-src 'none'", "worker-src 'none'", "frame-src 'none'", "object-src 'none'", "form-action 'none'", "base-uri 'none'",
    `frame-ancestors ${studioOrigins.join(' ')}`, "require-trusted-types-for 'script'", 'trusted-types default', `sandbox ${frameSandbox}`,
  ].join('; ');
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>App</title>
<link rel="icon" href="data:,">
<script type="importmap">${importMap}</script>
${[...ahead, `${bundleUrl}app.js`].map((url) => `<link rel="modulepreload" href="${url}">`).join('\n')}
<link rel="stylesheet" href="${kitUrl}${kit.styles}">
${hasStyles ? `<link rel="stylesheet" href="${bundleUrl}app.css">` : ''}
</head>
<body>
<div id="root" data-studio="${studioOrigins.join(' ')}" data-app="${bundleUrl}app.js" data-places="${bundleUrl}places.js"></div>
<script type="module" src="${kitUrl}${kit.boot.file}"></script>
</body>
</html>
`;
  return { html, policy };
}

/** A page without script that says why there is no app here. */
export function noticePage(title: string, text: string, studioOrigins: string[]): { html: string; policy: string } {
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${title}</title><meta name="color-scheme" content="light dark"></head>
<body style="font:15px/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1.5rem">
<h1 style="font-size:1.15rem;margin:0 0 .5rem">${title}</h1>
<p style="margin:0;opacity:.75">${text}</p>
</body>
</html>
`;
  return { html, policy: `default-src 'none'; style-src 'unsafe-inline'; frame-ancestors ${studioOrigins.join(' ')}; sandbox` };
}
