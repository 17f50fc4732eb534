/** Escape sequences of terminals: CSI (colours, cursor), OSC (titles, links), and the short ones. */
const SEQUENCES =
	/(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]|\u001B\][^\u0007\u001B\n]*(?:\u0007|\u001B\\)|\u001B[ -/]*[0-Z\\^-~]/g;

/** The text without colours and other escape sequences. */
export function stripAnsi(text: string): string {
	return text.includes("\u001B") || text.includes("\u009B") ? text.replace(SEQUENCES, "") : text;
}
