import type { ScanIssue } from '../tools/scan-files.ts';

export type CodeRule = { name: string; severity: ScanIssue['severity']; pattern: RegExp; message: string };

/** Code an app has no need for, and that gets past what the preview allows or tries to. One line at a time. */
export const codeRules: CodeRule[] = [
  { name: 'eval', severity: 'high', pattern: /\beval\s*\(/, message: 'Runs text as code.' },
  { name: 'new-function', severity: 'high', pattern: /\bnew\s+Function\s*\(|\bsetTimeout\s*\(\s*['"`]|\bsetInterval\s*\(\s*['"`]/, message: 'Runs text as code.' },
  { name: 'dynamic-import', severity: 'high', pattern: /\bimport\s*\(\s*(?!['"`])/, message: 'Loads code whose address is made up at run time.' },
  { name: 'dangerous-html', severity: 'high', pattern: /\bdangerouslySetInnerHTML\b/, message: 'Puts text into the page as HTML: what a person typed could become code.' },
  { name: 'inner-html', severity: 'high', pattern: /\.(innerHTML|outerHTML)\s*=(?!=)|\.insertAdjacentHTML\s*\(|\bdocument\.write(ln)?\s*\(/, message: 'Puts text into the page as HTML: what a person typed could become code.' },
  { name: 'script-url', severity: 'high', pattern: /['"`]\s*javascript:/i, message: 'A link that runs code.' },
  { name: 'cookies', severity: 'high', pattern: /\bdocument\s*\.\s*cookie\b/, message: 'Reads or writes cookies.' },
  { name: 'parent-access', severity: 'high', pattern: /\b(window|self|globalThis)\s*\.\s*(parent|top|opener|frameElement)\b|\b(parent|top|opener)\s*\.\s*(location|document|postMessage)\b/, message: 'Reaches for the page around the app.' },
  { name: 'post-message', severity: 'medium', pattern: /\bpostMessage\s*\(/, message: 'Talks to another window; apps use @ninefold/app instead.' },
  { name: 'network', severity: 'medium', pattern: /\bfetch\s*\(|\bXMLHttpRequest\b|\bWebSocket\s*\(|\bEventSource\s*\(|\bsendBeacon\s*\(/, message: 'Opens a network connection, which the preview does not allow.' },
  { name: 'external-url', severity: 'medium', pattern: /\b(src|action|srcSet|poster)\s*=\s*[{'"`\s]*https?:|@import\s+|url\(\s*['"]?https?:/, message: 'Loads something from another server.' },
  { name: 'external-import', severity: 'high', pattern: /\b(from|import|import\s*\()\s*['"`]https?:/, message: 'Loads code from another server.' },
  { name: 'storage', severity: 'low', pattern: /\b(localStorage|sessionStorage|indexedDB)\b/, message: 'Keeps data in the browser, where others do not see it; records belong into collections.' },
  { name: 'worker', severity: 'low', pattern: /\bnew\s+(Shared)?Worker\s*\(|\bserviceWorker\b/, message: 'Starts a worker, which the preview does not allow.' },
  { name: 'blank-target', severity: 'low', pattern: /target\s*=\s*[{'"`\s]*_blank(?!.*\brel\s*=)/, message: 'Opens a link in a new window without rel="noopener".' },
  { name: 'debugger', severity: 'low', pattern: /^\s*debugger\b/, message: 'Stops the app in developer tools.' },
];
