import { createContext } from 'react';

/** Opens the menu on small screens, for pages whose own header stands in place of the studio's bar; null on wide ones. */
export const OpenMenu = createContext<(() => void) | null>(null);
