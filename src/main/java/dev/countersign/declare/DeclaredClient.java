package dev.countersign.declare;

import java.util.Map;

/**
 * A client as a file declares it. Immutable.
 *
 * @param members of the REST representation, as they are written
 * @param place file, line and column, for people
 */
record DeclaredClient(String id, Map<String, Object> members, String place) {}
