/**
 * Arguments as one command line for Windows, from which `CommandLineToArgvW` (and so Node) reads them back exactly: what
 * holds a space or a quote is quoted, quotes are escaped, and so are the backslashes before a quote.
 */
export function windowsCommandLine(args: readonly string[]): string {
	return args.map(quoteArgument).join(" ");
}

function quoteArgument(argument: string): string {
	if (argument !== "" && !/[\s"]/.test(argument)) return argument;
	const escaped = argument.replace(/(\\*)("|$)/g, (_, backslashes: string, quote: string) =>
		quote ? `${backslashes}${backslashes}\\"` : `${backslashes}${backslashes}`,
	);
	return `"${escaped}"`;
}
