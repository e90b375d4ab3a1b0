-- Splits tables that only grow into partitions by organization. docs/scaling.md says when; a test runs this file. As the owner, in one
-- transaction, with the application stopped: each table is copied (about a minute for 20 GB on an SSD, and as much room for so long).

-- Every key, index, policy, trigger and right that stands on the table stands on the partitioned one afterwards, under its name.
CREATE FUNCTION pg_temp.partition_by_organization(p_table regclass, p_partitions int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_name text := p_table::text;
  v_whole text := p_table::text || '_whole';
  v_undo text[];
  v_made text[];
  v_each text;
BEGIN
  EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', v_name);

  -- Keys of other tables into this one, and policies of other tables that look into it.
  SELECT array_agg(format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname)) INTO v_undo
  FROM pg_constraint WHERE confrelid = p_table AND conrelid <> p_table AND conparentid = 0;
  CREATE TEMP TABLE stands ON COMMIT DROP AS
    SELECT p.oid, p.polrelid, p.polrelid = p_table AS is_own, p.polname, format(
      'CREATE POLICY %I ON %s FOR %s%s%s', p.polname, p.polrelid::regclass,
      CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
      ' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', ' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')') AS made
    FROM pg_policy p
    WHERE p.polrelid = p_table OR EXISTS (
      SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_policy'::regclass AND d.objid = p.oid AND d.refobjid = p_table);

  SELECT array_agg(statement ORDER BY place, statement) INTO v_made FROM (
    SELECT CASE WHEN contype = 'p' THEN 1 WHEN contype = 'f' THEN 4 ELSE 2 END AS place,
      format('ALTER TABLE %s ADD CONSTRAINT %I %s', v_name, conname, pg_get_constraintdef(oid)) AS statement
    FROM pg_constraint WHERE conrelid = p_table AND contype IN ('p', 'u', 'c', 'f') AND conparentid = 0
    UNION ALL
    SELECT 3, pg_get_indexdef(indexrelid) FROM pg_index i
    WHERE indrelid = p_table AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = i.indexrelid AND conrelid = p_table)
    UNION ALL
    SELECT 5, format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE confrelid = p_table AND conrelid <> p_table AND conparentid = 0
    UNION ALL
    SELECT 6, made FROM stands
    UNION ALL
    SELECT 7, format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', v_name) FROM pg_class WHERE oid = p_table AND relrowsecurity
    UNION ALL
    SELECT 7, format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', v_name) FROM pg_class WHERE oid = p_table AND relforcerowsecurity
    UNION ALL
    SELECT 8, pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = p_table AND NOT tgisinternal
    UNION ALL
    SELECT 9, format('GRANT %s ON %s TO %s', a.privilege_type, v_name, a.grantee::regrole)
    FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = p_table AND a.grantee <> c.relowner
    UNION ALL
    SELECT 9, format('GRANT %s (%I) ON %s TO %s', a.privilege_type, t.attname, v_name, a.grantee::regrole)
    FROM pg_attribute t, aclexplode(t.attacl) a WHERE t.attrelid = p_table
  ) AS everything;

  SELECT v_undo || array_agg(format('DROP POLICY %I ON %s', polname, polrelid::regclass)) INTO v_undo FROM stands WHERE NOT is_own;
  FOREACH v_each IN ARRAY coalesce(v_undo, '{}') LOOP
    EXECUTE v_each;
  END LOOP;
  DROP TABLE stands;

  EXECUTE format('ALTER TABLE %s RENAME TO %s', v_name, v_whole);
  EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING DEFAULTS INCLUDING STORAGE) PARTITION BY HASH (org_id)', v_name, v_whole);
  FOR v_place IN 0 .. p_partitions - 1 LOOP
    EXECUTE format('CREATE TABLE %s_%s PARTITION OF %s FOR VALUES WITH (MODULUS %s, REMAINDER %s)',
      v_name, v_place, v_name, p_partitions, v_place);
  END LOOP;
  EXECUTE format('INSERT INTO %s SELECT * FROM %s', v_name, v_whole);
  EXECUTE format('DROP TABLE %s', v_whole);
  FOREACH v_each IN ARRAY v_made LOOP
    EXECUTE v_each;
  END LOOP;
  EXECUTE format('ANALYZE %s', v_name);
END $$;

-- Where a table leads to comes before it, so that it is locked first, as everybody does.
SELECT pg_temp.partition_by_organization('quiz_attempt', 16);
SELECT pg_temp.partition_by_organization('quiz_attempt_question', 16);
SELECT pg_temp.partition_by_organization('quiz_answer', 16);
SELECT pg_temp.partition_by_organization('quiz_mark', 16);
SELECT pg_temp.partition_by_organization('quiz_score', 16);
SELECT pg_temp.partition_by_organization('practice_review', 16);
SELECT pg_temp.partition_by_organization('lesson_completion', 16);
SELECT pg_temp.partition_by_organization('observation', 16);
SELECT pg_temp.partition_by_organization('observation_step', 16);
SELECT pg_temp.partition_by_organization('ledger_entry', 16);
SELECT pg_temp.partition_by_organization('ledger_signature', 16);
SELECT pg_temp.partition_by_organization('operation', 16);
