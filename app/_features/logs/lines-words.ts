const NUMBERS = new Intl.NumberFormat("en-GB");

/** `1 line`, `16,384 new lines`. */
export function linesWords(amount: number, kind = ""): string {
	return `${NUMBERS.format(amount)} ${kind}${amount === 1 ? "line" : "lines"}`;
}
