import { getText } from "../../_live/http.ts";
import { dossiersApi } from "./paths.ts";

const TYPES = { json: "application/json", md: "text/markdown" } as const;

export type DossierFormat = keyof typeof TYPES;

/**
 * Saves a dossier on this computer. Fetched rather than linked: a link would come without the half of the session that the
 * page keeps. Throws `HttpError`.
 */
export async function downloadDossier(name: string, id: string, format: DossierFormat): Promise<void> {
	const text = await getText(dossiersApi(name, id), TYPES[format]);
	const address = URL.createObjectURL(new Blob([text], { type: TYPES[format] }));
	try {
		const link = document.createElement("a");
		link.href = address;
		link.download = `${name}-${id}.${format}`;
		link.click();
	} finally {
		URL.revokeObjectURL(address);
	}
}
