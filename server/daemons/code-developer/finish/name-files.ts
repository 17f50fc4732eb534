/** How many files a sentence names before it counts the rest. */
const NAMED_FILES = 5;

/** The files in a sentence: the first few by name. */
export function nameFiles(files: readonly string[]): string {
	const named = files.slice(0, NAMED_FILES).join(", ");
	const rest = files.length - NAMED_FILES;
	if (rest <= 0) return named || "files that git does not name";
	return `${named} and ${rest} more`;
}
