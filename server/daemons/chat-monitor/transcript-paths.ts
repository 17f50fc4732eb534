import { relative, sep } from "node:path";
import picomatch from "picomatch";
import type { SourceConfig } from "../../config/record-types.ts";
import { FORMATS } from "../../transcripts/formats.ts";

/** Which paths below a source's root are transcripts, and which folders can hold some. Paths are absolute. */
export interface TranscriptPaths {
	isTranscript(path: string): boolean;
	/** False for a folder that no pattern reaches into: it is neither listed nor watched. */
	mayHold(folder: string): boolean;
}

export function transcriptPaths({ root, format, patterns }: SourceConfig): TranscriptPaths {
	const wanted = patterns.length > 0 ? patterns : FORMATS[format].patterns;
	const matches = picomatch([...wanted], { dot: true });
	const steps = wanted.map((pattern) => pattern.split("/").slice(0, -1));
	const within = (path: string) => relative(root, path).split(sep).join("/");
	return {
		isTranscript: (path) => matches(within(path)),
		mayHold: (folder) => {
			const names = within(folder).split("/");
			return folder === root || steps.some((pattern) => leadsInto(pattern, names));
		},
	};
}

/** Whether the folders of a pattern go through these, or end in them. */
function leadsInto(pattern: readonly string[], names: readonly string[]): boolean {
	for (const [index, name] of names.entries()) {
		const step = pattern[index];
		if (step === undefined) return false;
		if (step.includes("**")) return true;
		// A brace or a bracket with a slash in it was split: better a folder too many.
		if (!/^[^{}[\]()]*$/.test(step)) return true;
		if (!picomatch.isMatch(name, step, { dot: true })) return false;
	}
	return true;
}
