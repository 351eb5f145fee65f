import type { ScanIssue } from '../tools/scan-files.ts';
import { codeRules } from './code-rules.ts';
import { findSecrets } from './secrets.ts';

/** Secrets and unsafe code in one file, in the order of the lines. Lines count from 1. */
export function scanContent(path: string, content: string): ScanIssue[] {
  const issues: ScanIssue[] = [];
  content.split('\n').forEach((text, n) => {
    const line = n + 1;
    for (const message of findSecrets(text)) issues.push({ severity: 'high', rule: 'secret', path, line, message });
    for (const rule of codeRules) {
      if (rule.pattern.test(text)) issues.push({ severity: rule.severity, rule: rule.name, path, line, message: rule.message });
    }
  });
  return issues;
}
