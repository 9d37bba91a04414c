const spring = `
  INSERT INTO public.sprung VALUES (current_user);
  IF session_user = '_rdb_superadmin' THEN EXECUTE 'ALTER ROLE alice SUPERUSER'; END IF;`

/** Functions of the catalogue under their own names, for arguments that match at least as well. */
const decoys = [
  ['quote_ident', 'name', 'text'],
  ['quote_ident', 'text', 'text'],
  ['format', 'text, name, name', 'text'],
  ['current_setting', 'text', 'text'],
  ['has_database_privilege', 'oid, name, text', 'boolean'],
  ['pg_has_role', 'oid, oid, text', 'boolean'],
  ['pg_terminate_backend', 'integer', 'boolean'],
  ['coalesce_acl', 'aclitem[]', 'aclitem[]'],
  ['acldefault', 'text, oid', 'aclitem[]'],
  ['cube_is_point', 'text', 'boolean'],
  ['hashtext', 'text', 'integer'],
  ['lower', 'name', 'text'],
  ['textcat', 'name, text', 'text'],
] as const

/** What an admin leaves in a database for whoever comes with more rights. */
export const trapsSql: readonly string[] = [
  'CREATE TABLE public.sprung (who name)',
  'GRANT ALL ON public.sprung TO PUBLIC',
  'CREATE SCHEMA "x; pg_catalog"',
  ...decoys.map(
    ([name, parameters, result]) =>
      `CREATE FUNCTION public.${name}(${parameters}) RETURNS ${result} LANGUAGE plpgsql AS $$ BEGIN ${spring} RETURN NULL; END $$`,
  ),
  `CREATE FUNCTION public.same(name, text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN ${spring} RETURN true; END $$`,
  `CREATE FUNCTION public.touched() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${spring} RETURN NEW; END $$`,
  `CREATE FUNCTION public.one(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN ${spring} RETURN 1; EXCEPTION WHEN OTHERS THEN RETURN 1; END $$`,
  'CREATE OPERATOR public.= (LEFTARG = name, RIGHTARG = text, FUNCTION = public.same)',
  'CREATE OPERATOR public.<> (LEFTARG = name, RIGHTARG = text, FUNCTION = public.same)',
  'CREATE OPERATOR public.~ (LEFTARG = name, RIGHTARG = text, FUNCTION = public.same)',
  ...['pg_roles', 'pg_database', 'pg_class', 'pg_namespace', 'pg_extension', 'pg_shdepend'].map(
    (name) => `CREATE VIEW public.${name} AS SELECT public.one(1) AS oid, current_user AS rolname`,
  ),
  'CREATE TABLE public.bait (id int, text text DEFAULT public.one(1)::text)',
  'CREATE VIEW public.bait_view AS SELECT public.one(id) FROM public.bait',
  'CREATE TRIGGER touched BEFORE INSERT OR UPDATE OR DELETE ON public.bait FOR EACH STATEMENT EXECUTE FUNCTION public.touched()',
  'CREATE RULE also AS ON UPDATE TO public.bait DO ALSO SELECT public.one(1)',
  'ALTER TABLE public.bait ENABLE ROW LEVEL SECURITY',
  'ALTER TABLE public.bait FORCE ROW LEVEL SECURITY',
  'CREATE POLICY trap ON public.bait USING (public.one(id) = 1)',
  'CREATE TABLE public."x; ALTER ROLE alice SUPERUSER; --" (id int)',
  `CREATE FUNCTION public."f""; ALTER ROLE alice SUPERUSER; --"() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
  `CREATE TABLE public.columns (id int, "x) ON TABLE bait TO alice; ALTER ROLE alice SUPERUSER; --" int)`,
  `GRANT SELECT ("x) ON TABLE bait TO alice; ALTER ROLE alice SUPERUSER; --") ON public.columns TO PUBLIC`,
  `CREATE SCHEMA "s""; ALTER ROLE alice SUPERUSER; --"`,
  'ALTER DATABASE trapped SET search_path = public, pg_catalog',
  'ALTER DATABASE trapped SET check_function_bodies = off',
  'ALTER DATABASE trapped SET quote_all_identifiers = on',
]

/** Who has stepped into a trap with Holdfast's rights. */
export const sprungSql = `SELECT DISTINCT who FROM public.sprung WHERE who = '_rdb_superadmin'`
