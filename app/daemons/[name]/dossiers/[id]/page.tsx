import { DossierView } from "../../../../_features/dossier/dossier-view.tsx";

export default async function DossierPage({ params }: { params: Promise<{ name: string; id: string }> }) {
	const { name, id } = await params;
	return <DossierView name={decodeURIComponent(name)} id={decodeURIComponent(id)} />;
}
