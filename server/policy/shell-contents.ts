import { forEachChild, parse, type Redirection, type SyntaxNode } from "unbash";

/** Run what they are given as words. */
const LAUNCHERS = new Set(
	(
		"sudo doas env nohup nice ionice time timeout gtimeout xargs exec command builtin stdbuf setsid watch parallel busybox toybox " +
		"unshare chroot chrt taskset strace ltrace find fd flock script systemd-run npx bunx pnpx nsenter runuser su entr"
	).split(" "),
);
/** Run what they are given as a text. */
const SHELLS = new Set(
	"sh bash zsh dash ksh mksh ash fish su eval script watch ssh trap source . pwsh powershell cmd".split(" "),
);
/**
 * How many characters of texts within the line are read, how deep, and how many words of a launcher are tried as the
 * program's.
 */
const MAX_READ = 500_000;
const MAX_DEPTH = 4;
const MAX_WORDS = 200;
/** Characters of a launcher's words; what is longer is no command line that a person would look through. */
const MAX_LAUNCHED = 20_000;

/**
 * All that a command line may run, generously, for patterns that forbid: the line as it is, each command within it
 * wherever it stands (substitutions, blocks, texts for another shell), its words without quotes and with the program's
 * bare name, and what launchers such as `sudo` and `xargs` are given. Better one too many: what is matched by mistake
 * is refused with a sentence that says why. Null when the line is too tangled to be read to its end.
 */
export function everythingWithin(line: string): string[] | null {
	const reader = new Reader();
	reader.texts.add(line.trim());
	reader.read(line, 0);
	return reader.tangled ? null : [...reader.texts];
}

class Reader {
	readonly texts = new Set<string>();
	tangled = false;
	private length = 0;

	read(line: string, depth: number): void {
		// The line itself is read whole, whatever its length. A single word at the bottom hides nothing.
		if (depth > 0) this.length += line.length + 100;
		this.tangled ||= this.length > MAX_READ || (depth > MAX_DEPTH && /\S\s+\S/.test(line));
		if (this.tangled || depth > MAX_DEPTH) return;
		const script = parse(line);
		let broken = false;
		let hasShell = false;
		const written: string[] = [];
		const visit = (node: SyntaxNode, source: string) => {
			let text = source;
			if (node.type === "Script") {
				broken ||= Boolean(node.errors?.length);
				text = node.source ?? source;
			}
			if (node.type === "Command") {
				this.texts.add(text.slice(node.pos, node.end).trim());
				const words = [node.name, ...node.args].flatMap((one) => (one ? [wordText(one)] : []));
				hasShell = this.addCommand(words, depth) || hasShell;
				written.push(...words.filter((word) => /\s/.test(word)), ...inputTexts(node.redirects));
			}
			forEachChild(node, (child) => visit(child, text));
		};
		visit(script, line);
		// A shell without a text of its own may read one from somewhere in this line: `echo "rm -rf x" | sh`.
		if (hasShell) for (const text of written) this.read(text, depth + 1);
		if (broken) for (const piece of line.split(/[;&|\n\r`(){}]+/)) this.texts.add(piece.trim().replaceAll(/\s+/g, " "));
	}

	/** @returns whether a shell runs. */
	private addCommand(words: string[], depth: number): boolean {
		const [first, ...others] = words;
		if (first === undefined) return false;
		const program = bareName(first);
		this.texts.add(words.join(" "));
		this.texts.add([program, ...others].join(" "));
		let isShell = SHELLS.has(program);
		if (isShell) this.readWords(others, depth);
		if (LAUNCHERS.has(program)) {
			this.tangled ||= others.length > MAX_WORDS || others.join(" ").length > MAX_LAUNCHED;
			if (this.tangled) return isShell;
			for (const [at, word] of others.entries()) {
				const inner = bareName(word);
				this.texts.add([inner, ...others.slice(at + 1)].join(" "));
				if (!SHELLS.has(inner)) continue;
				isShell = true;
				this.readWords(others.slice(at + 1), depth);
			}
		}
		return isShell;
	}

	/** What a shell is given: each word, and all of them as one line. */
	private readWords(words: string[], depth: number): void {
		for (const word of words) if (/\S\s+\S/.test(word)) this.read(word, depth + 1);
		if (words.length > 0) this.read(words.join(" "), depth + 1);
	}
}

/** `rm` of `/bin/rm` and of `RM.EXE`. */
function bareName(program: string): string {
	return (program.split(/[\\/]/).at(-1) ?? program).replace(/\.(?:exe|cmd|bat|com)$/i, "").toLowerCase();
}

function wordText(node: { text: string; value?: unknown }): string {
	return typeof node.value === "string" ? node.value : node.text;
}

/** What is written into the line for a command to read. */
function inputTexts(redirections: readonly Redirection[]): string[] {
	return redirections.flatMap((one) => {
		if (one.type === "HereDoc") return [one.body.text];
		return one.type === "HereString" && one.target ? [one.target.value] : [];
	});
}
