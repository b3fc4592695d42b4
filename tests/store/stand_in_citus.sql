-- What of Citus `ghe distribute` calls, and the refusals that its schema must not meet. Citus itself is in no
-- package registry that the tests could install it from; these are its documented rules, not its code.

CREATE TABLE pg_dist_node (groupid int NOT NULL);
CREATE TABLE pg_dist_partition (logicalrelid regclass PRIMARY KEY, cut_by text);

CREATE FUNCTION refuse_triggers(given regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = given AND NOT tgisinternal) THEN
        RAISE EXCEPTION 'cannot distribute relation % because it has triggers', given;
    END IF;
END $$;

CREATE FUNCTION create_reference_table(given regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refuse_triggers(given);
    IF EXISTS (
        SELECT 1 FROM pg_constraint c LEFT JOIN pg_dist_partition p ON p.logicalrelid = c.confrelid
        WHERE c.contype = 'f' AND c.conrelid = given AND c.confrelid <> given
            AND (p.logicalrelid IS NULL OR p.cut_by IS NOT NULL)
    ) THEN
        RAISE EXCEPTION 'foreign keys from reference table % lead to a table that is none', given;
    END IF;
    INSERT INTO pg_dist_partition VALUES (given, NULL);
END $$;

CREATE FUNCTION create_distributed_table(given regclass, cut_by text, colocate_with text, shard_count int)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE place smallint := (SELECT attnum FROM pg_attribute WHERE attrelid = given AND attname = cut_by);
BEGIN
    PERFORM refuse_triggers(given);
    IF place IS NULL OR shard_count < 1 OR colocate_with <> 'none' THEN
        RAISE EXCEPTION 'cannot cut % by %', given, cut_by;
    END IF;
    IF EXISTS (
        SELECT 1 FROM pg_index WHERE indrelid = given AND indisunique
            AND NOT place = ANY ((indkey::smallint[])[0:indnkeyatts - 1])
    ) THEN
        RAISE EXCEPTION 'cannot create constraint on %: a unique key without its distribution column', given;
    END IF;
    IF EXISTS (
        SELECT 1 FROM pg_constraint c LEFT JOIN pg_dist_partition p ON p.logicalrelid = c.confrelid
        WHERE c.contype = 'f' AND c.conrelid = given AND (p.logicalrelid IS NULL OR p.cut_by IS NOT NULL)
    ) THEN
        RAISE EXCEPTION 'foreign keys of % lead to a table that is not a reference table', given;
    END IF;
    IF EXISTS (
        SELECT 1 FROM pg_constraint WHERE contype = 'f' AND confrelid = given AND conparentid = 0
    ) THEN
        RAISE EXCEPTION 'a foreign key leads to distributed table %', given;
    END IF;
    INSERT INTO pg_dist_partition VALUES (given, cut_by);
END $$;
