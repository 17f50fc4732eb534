"use client";

import { useEffect, useState } from "react";
import type { Attachment } from "../../../server/contract/question.ts";
import { getBlob } from "../../_live/http.ts";
import { useLive } from "../../_live/store.ts";
import type { Fetched } from "../../_live/use-fetched.ts";
import { attachmentApi } from "./inbox-api.ts";

/** What a browser only draws. Not SVG, which is a document that may hold anything. */
const PICTURES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"]);

export function isPicture({ mediaType }: Attachment): boolean {
	return PICTURES.has(mediaType);
}

/** A picture as a `data:` address: fetched, because an address alone would come without the page's half of the session. */
export function usePicture(ticket: string, { id, mediaType }: Attachment): Fetched<string> {
	const online = useLive((live) => live.connection.status === "online");
	const [picture, setPicture] = useState<Fetched<string>>({ status: "loading" });
	const isReady = picture.status === "ready";
	useEffect(() => {
		if (!online || isReady) return;
		const abort = new AbortController();
		getBlob(attachmentApi(ticket, id), abort.signal)
			.then((content) => dataAddress(content, mediaType))
			.then(
				(value) => setPicture({ status: "ready", value }),
				(error: unknown) => {
					if (abort.signal.aborted) return;
					setPicture({ status: "failed", reason: error instanceof Error ? error.message : String(error) });
				},
			);
		return () => abort.abort();
	}, [online, isReady, ticket, id, mediaType]);
	return picture;
}

/** Saves a file on this computer, as bytes that nothing opens by itself. Throws `HttpError`. */
export async function saveAttachment(ticket: string, { id, name }: Attachment): Promise<void> {
	const content = await getBlob(attachmentApi(ticket, id));
	const address = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
	try {
		const link = document.createElement("a");
		link.href = address;
		link.download = name;
		link.click();
	} finally {
		URL.revokeObjectURL(address);
	}
}

/** With the type that was judged, whatever the content came as. */
function dataAddress(content: Blob, mediaType: string): Promise<string> {
	return new Promise((resolve, reject) => {
		const reader = new FileReader();
		reader.onload = () => resolve(String(reader.result));
		reader.onerror = () => reject(reader.error ?? new Error("The file could not be read."));
		reader.readAsDataURL(new Blob([content], { type: mediaType }));
	});
}
