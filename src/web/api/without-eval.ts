import { z } from 'zod';

// zod would try `new Function`, which the page's CSP forbids and reports.
// Imported first: schemas read this setting when they are made.
z.config({ jitless: true });
