/** The key of the studio's shortcuts, as it is labelled on this machine. */
export const modifier = /mac|iphone|ipad/i.test(navigator.userAgent) ? '⌘' : 'Ctrl';
