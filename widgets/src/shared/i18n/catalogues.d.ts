declare module "virtual:catalogues" {
  const catalogues: Record<string, () => Promise<{ default: import("./index").Catalogue }>>;
  export default catalogues;
}

declare module "virtual:text/*" {
  const text: Readonly<Record<string, string>>;
  export default text;
}
