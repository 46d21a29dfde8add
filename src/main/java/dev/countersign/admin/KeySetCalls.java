package dev.countersign.admin;

import dev.countersign.client.UnavailableException;
import dev.countersign.manage.KeyDescriber;
import dev.countersign.manage.PublishedKeySets;
import java.util.List;
import java.util.Optional;

/** The call that tries the URL of a key set before it is registered for a client. Thread-safe. */
public record KeySetCalls(PublishedKeySets published, KeyDescriber describer) implements Calls {

    private static final String URL = "jwks_uri";

    /** In characters; the fetcher takes no longer one. */
    private static final int MAX_URL_CHARS = 2000;

    @Override
    public List<Route> routes() {
        return List.of(new Route("POST", "/key-sets/fetch", "Try the URL of a key set", this::fetch));
    }

    private Answer fetch(Call call) {
        JsonMembers members = new JsonMembers(call.body(RequestBody.JSON));
        String url = members.text(URL, MAX_URL_CHARS).orElseThrow(() -> ProblemException.inField(URL, "Required."));
        members.refuseOthers();
        published.forbidden(url).ifPresent(problem -> {
            throw ProblemException.inField(URL, problem);
        });
        try {
            return Answer.json(
                    200, KeyRepresentation.of(Optional.of(published.fetch(url, true)), Optional.empty(), describer));
        } catch (UnavailableException e) {
            // The message is Countersign's own, never text from an origin's answer.
            throw new ProblemException(ProblemKind.KEYS_UNAVAILABLE, "It cannot be fetched: " + e.getMessage() + ".");
        }
    }
}
