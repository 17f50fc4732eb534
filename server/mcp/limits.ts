/**
 * The longest that a call may wait, in seconds. Clients end a call themselves after 60 s and up, some without a word to the
 * agent, so every answer must be out before that.
 */
export const MAX_WAIT_SECONDS = 45;
/** How long `ask_human` waits unless told: a person who looks at the page answers in that time, or in hours. */
export const ASK_WAIT_SECONDS = 5;
/** How often a client that wants to know is told that the call still waits, in milliseconds. */
export const PROGRESS_EVERY_MS = 5_000;
/** In characters: what the inbox takes. */
export const MAX_TITLE = 2_000;
export const MAX_CONTEXT = 1_000_000;
/** Of a title that was made from a longer text, which then stands in the body. */
export const SHORT_TITLE = 200;
export const MAX_OPTIONS = 100;
export const MAX_ID = 200;
export const MAX_LABEL = 2_000;
export const MAX_DESCRIPTION = 4_000;
export const MAX_KEY = 500;
export const MAX_REPLY = 100_000;
export const MAX_REASON = 2_000;
/** How many tickets, replies or receipts one call may name. */
export const MAX_LIST = 50;
