/**
 * A browser's session has two halves. The cookie goes with every request, and to every port of this host; the key is kept
 * by origin (which includes the port), where only the dashboard's own pages can read it, and proves that it is they who ask.
 */

/** Carries the key on calls of the API, on polling, and to `/session`. A WebSocket has it as `auth.key` instead. */
export const SESSION_KEY_HEADER = "nightshift-key";

/** Where a page keeps it: the name in `localStorage`. */
export const SESSION_KEY_STORAGE = "nightshift:key";
