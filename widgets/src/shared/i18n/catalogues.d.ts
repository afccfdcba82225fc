declare module "virtual:catalogues" {
  const catalogues: Record<string, () => Promise<{ default: import("./index").Catalogue }>>;
  export default catalogues;
}
