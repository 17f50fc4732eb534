import { DossierList } from "../../../_features/dossier/dossier-list.tsx";

export default async function DossiersPage({ params }: { params: Promise<{ name: string }> }) {
	return <DossierList name={decodeURIComponent((await params).name)} />;
}
