import { createMiddleware } from 'hono/factory';
import type { AppEnv } from './request.ts';

/** Headers for every answer, and the policy of the studio's pages: only previews may be framed, nothing comes from elsewhere. */
export function securityHeaders(options: { publicUrl: string; previewUrl: string }) {
  const preview = new URL(options.previewUrl).origin;
  const policy = [
    "default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data: blob:",
    "font-src 'self' data:", "connect-src 'self'", `frame-src ${preview}`, "worker-src 'self' blob:", "manifest-src 'self'",
    "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
  ].join('; ');
  const secure = options.publicUrl.startsWith('https:');
  return createMiddleware<AppEnv>(async (c, next) => {
    await next();
    const { headers } = c.res;
    headers.set('x-content-type-options', 'nosniff');
    headers.set('referrer-policy', 'same-origin');
    headers.set('x-frame-options', 'DENY');
    headers.set('cross-origin-opener-policy', 'same-origin');
    headers.set('cross-origin-resource-policy', 'same-origin');
    headers.set('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
    if (!headers.has('content-security-policy')) headers.set('content-security-policy', policy);
    if (secure) headers.set('strict-transport-security', 'max-age=31536000');
  });
}
