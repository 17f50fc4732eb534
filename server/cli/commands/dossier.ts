import { loadConfig } from "../../config/load.ts";
import type { DossierEntry } from "../../contract/dossier.ts";
import { NightshiftError } from "../../contract/errors.ts";
import { listDossiers, readDossier } from "../../dossier/store.ts";
import { dossierToMarkdown } from "../../dossier/to-markdown.ts";
import { type Context, DONE } from "../context.ts";
import { checkNames } from "../daemon-names.ts";
import { printAgo, printDuration } from "../print/quantities.ts";
import { printTable } from "../print/table.ts";

export interface DossierOptions {
	list?: boolean;
}

/**
 * `nightshift dossier NAME [ID]`: what is known of a crash or hang, the last one when none is named, as Markdown; `--list`:
 * which there are, the newest first. Reads the files, so that it works with the dashboard down.
 */
export async function dossier(
	context: Context,
	name: string,
	id: string | undefined,
	{ list = false }: DossierOptions,
): Promise<number> {
	const { daemons } = await loadConfig(context.paths);
	checkNames(
		[name],
		daemons.map((daemon) => daemon.name),
	);
	const folder = context.paths.daemon(name).dossiers;
	const dossiers = await listDossiers(folder);
	if (list) {
		context.print({ dossiers }, () => (dossiers.length > 0 ? printTable(HEAD, dossiers.map(toRow)) : none(name)));
		return DONE;
	}
	const wanted = id ?? dossiers[0]?.id;
	const found = wanted === undefined ? null : await readDossier(folder, wanted);
	if (id !== undefined && !found) {
		const sentence = `${name} has no dossier ${id}; "nightshift dossier ${name} --list" shows which there are.`;
		throw new NightshiftError("not-found", sentence);
	}
	context.print(found, () => (found ? dossierToMarkdown(found).trimEnd() : none(name)));
	return DONE;
}

const HEAD = ["ID", "WHEN", "WHAT", "RAN FOR", "CHANGED"];

function toRow({ id, at, title, ranMs, changed }: DossierEntry): string[] {
	const ran = printDuration(ranMs === null ? null : ranMs / 1_000);
	return [id, printAgo(at), title, ran, changed === null ? "not known" : String(changed)];
}

function none(name: string): string {
	return `There is no dossier of ${name}: it has neither hung nor ended by itself yet.`;
}
