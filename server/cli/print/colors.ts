import { sealStyle } from "./terminal.ts";

const enabled = Boolean(process.stdout.isTTY) && !process.env.NO_COLOR && process.env.TERM !== "dumb";

/** Colour for a terminal that wants it; anywhere else the text as it is. */
function paint(open: number, close: number): (text: string) => string {
	return (text) => (enabled ? sealStyle(text, open, close) : text);
}

export const bold = paint(1, 22);
export const dim = paint(2, 22);
export const red = paint(31, 39);
export const green = paint(32, 39);
export const yellow = paint(33, 39);
export const cyan = paint(36, 39);
