package dev.countersign.manage;

import dev.countersign.client.Client;
import java.util.Map;

/** How a client is written in a file: in the representation that administrators know. Thread-safe. */
public interface ClientEntryFormat {

    /**
     * Reads a client.
     *
     * @param members as a JSON parser gives them
     * @return with version 1 where none is given, and as made in 1970 where it is not said when
     * @throws UnacceptableEntryException when a value is not allowed, or a member is unknown
     */
    Client read(Map<String, Object> members) throws UnacceptableEntryException;

    /** The members of a client, in the order to write them in: maps, lists, texts, numbers, true and false. */
    Map<String, Object> write(Client client);
}
