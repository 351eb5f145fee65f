export { AppError } from './api.ts';
export type { Collection, List, Saved, Undo, User } from './api.ts';
export { records } from './records.ts';
export { currentUser, useCanWrite, useCurrentUser, useMembers } from './people.ts';
export { fieldErrors, messageOf } from './errors.ts';
export { daysFromToday, today } from './dates.ts';
export { openLink, saveFile } from './outside.ts';
export { useStudioColorScheme } from './color-scheme.ts';
