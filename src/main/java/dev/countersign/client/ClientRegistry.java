package dev.countersign.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * The clients as administration sees them, and changes them. Every change is one transaction together with its audit
 * event, and changes follow each other in one order on all nodes. All methods throw {@link UnavailableException} when
 * the store cannot be asked. Thread-safe.
 */
public interface ClientRegistry extends ClientDirectory {

    /**
     * Registers a client; its version and its times are set by the store.
     *
     * @throws RejectedChangeException {@link RejectedChangeException.Reason#EXISTS}
     * @throws IllegalArgumentException when a text is too long, or holds a character that cannot be stored, or a time
     *     is too far away
     */
    Client create(ClientId id, ClientProfile profile, List<ClientSecret> secrets, Change change);

    /**
     * Registers several clients one after the other. A store that can makes one transaction of it, which is much faster
     * than one for each, and then either all is kept or nothing; of other stores the answer tells what became of each.
     *
     * @return in the same order
     * @throws IllegalArgumentException as {@link #create} does
     */
    default List<Creation> createAll(List<NewClient> wanted) {
        List<Creation> ends = new ArrayList<>();
        for (NewClient client : wanted) {
            try {
                ends.add(new Creation.Made(create(client.id(), client.profile(), client.secrets(), client.change())));
            } catch (RejectedChangeException e) {
                if (e.reason() != RejectedChangeException.Reason.EXISTS) {
                    throw e;
                }
                ends.add(new Creation.Exists());
            } catch (UnavailableException e) {
                ends.add(new Creation.Failed(e));
                return failingFurther(ends, wanted.size());
            }
        }
        return ends;
    }

    /** The store is not asked once more for each: every call may wait for as long as the first one did. */
    private static List<Creation> failingFurther(List<Creation> ends, int all) {
        Creation last = ends.get(ends.size() - 1);
        ends.addAll(Collections.nCopies(all - ends.size(), last));
        return ends;
    }

    /**
     * Changes a client's profile and secrets, by {@code edit}, and increments its version; an edit that changes nothing
     * is no change. The last use of a secret is left as it is, since only {@link CredentialUse} changes it.
     *
     * @param expectedVersion the change is rejected when the client has another version; empty: any version
     * @param edit maps the current client to the new one; may run more than once; its exceptions are passed on and roll
     *     the transaction back
     * @throws RejectedChangeException {@code MISSING}, {@code STALE}, {@code LAST_ADMINISTRATOR}
     * @throws IllegalArgumentException as {@link #create} does
     */
    Client update(ClientId id, OptionalLong expectedVersion, UnaryOperator<Client> edit, Change change);

    /**
     * Removes a client with all that is registered for it.
     *
     * @throws RejectedChangeException {@code MISSING}, {@code STALE}, {@code LAST_ADMINISTRATOR}
     */
    void delete(ClientId id, OptionalLong expectedVersion, Change change);
}
