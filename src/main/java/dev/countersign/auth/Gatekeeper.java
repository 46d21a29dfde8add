package dev.countersign.auth;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientStore;
import dev.countersign.client.UnavailableException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether a presented credential proves its client: find the client, look whether it may authenticate at all and by this method,
 * then ask the one authenticator for it. Thread-safe.
 */
public final class Gatekeeper {

    private final ClientStore clients;
    private final Map<Class<?>, Post<?>> posts = new HashMap<>();
    private final Set<AuthMethod> methods = new LinkedHashSet<>();

    /**
     * Puts each authenticator at its post.
     *
     * @throws IllegalArgumentException when two authenticators claim the same kind of credential or the same method
     */
    public Gatekeeper(ClientStore clients, Collection<? extends ClientAuthenticator<?>> authenticators) {
        this.clients = clients;
        for (ClientAuthenticator<?> authenticator : authenticators) {
            if (posts.put(authenticator.accepts(), new Post<>(authenticator)) != null) {
                throw new IllegalArgumentException(
                        "two authenticators for " + authenticator.accepts().getName());
            }
            for (AuthMethod method : authenticator.methods()) {
                if (!methods.add(method)) {
                    throw new IllegalArgumentException("two authenticators for " + method);
                }
            }
        }
    }

    /** The methods that are installed. */
    public Set<AuthMethod> methods() {
        return Set.copyOf(methods);
    }

    /**
     * Judges by what is remembered of the client, and where that is not enough to let it in, by what the store says now. So a change that was made elsewhere a
     * moment ago refuses nobody, and every refusal has cost the same question: its time does not tell whether there is such a client.
     */
    public Outcome judge(PresentedCredential presented, Admission admission) {
        Post<?> post = posts.get(presented.getClass());
        if (post == null) {
            return new Outcome.Refused(Refusal.METHOD_NOT_ALLOWED);
        }
        ClientId id = presented.clientId();
        Optional<Client> remembered = clients.remembered(id);
        Optional<Outcome> first = remembered.map(client -> post.judge(presented, remembered, admission));
        if (first.isPresent() && !(first.get() instanceof Outcome.Refused)) {
            return first.get();
        }
        try {
            Optional<Client> found = clients.find(id);
            // One judgement for each refusal, as for a client that is unknown: a second one would take its time and say
            // the same.
            boolean unchanged = found.isPresent() && found.map(Client::version).equals(remembered.map(Client::version));
            return unchanged ? first.orElseThrow() : post.judge(presented, found, admission);
        } catch (UnavailableException e) {
            return clients.lastKnown(id)
                    .map(client -> post.judge(presented, Optional.of(client), admission))
                    .filter(Outcome.Granted.class::isInstance)
                    .orElseGet(() -> new Outcome.Unavailable(e));
        }
    }

    /** One authenticator at work. */
    private record Post<P extends PresentedCredential>(ClientAuthenticator<P> authenticator) {

        Outcome judge(PresentedCredential untyped, Optional<Client> found, Admission admission) {
            P presented = authenticator.accepts().cast(untyped);
            Optional<Refusal> refusal = refusalBeforehand(presented.method(), found, admission);
            if (refusal.isEmpty()) {
                return checked(authenticator.authenticate(presented, found.orElseThrow()), presented);
            }
            Outcome onDecoy = authenticator.authenticate(presented, authenticator.decoy());
            return onDecoy instanceof Outcome.Unavailable ? onDecoy : new Outcome.Refused(refusal.get());
        }

        /** A plug-in's mistake must not let one client in as another. */
        private static Outcome checked(Outcome outcome, PresentedCredential presented) {
            if (outcome instanceof Outcome.Granted granted
                    && !(granted.client().id().equals(presented.clientId())
                            && granted.method().equals(presented.method()))) {
                throw new IllegalStateException("the authenticator for " + presented.method()
                        + " granted something else than it was asked for");
            }
            return outcome;
        }

        private Optional<Refusal> refusalBeforehand(AuthMethod used, Optional<Client> found, Admission admission) {
            if (!admission.admits(used) || !authenticator.methods().contains(used)) {
                return Optional.of(Refusal.METHOD_NOT_ALLOWED);
            }
            if (found.isEmpty()) {
                return Optional.of(Refusal.UNKNOWN_CLIENT);
            }
            Client client = found.get();
            if (!client.profile().enabled()) {
                return Optional.of(Refusal.DISABLED_CLIENT);
            }
            if (!client.profile().mayAuthenticate()) {
                return Optional.of(Refusal.NOT_CONFIDENTIAL);
            }
            AuthMethod registered = client.profile().method();
            boolean sameForm = used.equals(registered);
            boolean fits = authenticator.interchangeable(used, registered);
            return fits && (sameForm || !admission.strictSecretForm())
                    ? Optional.empty()
                    : Optional.of(Refusal.METHOD_NOT_REGISTERED);
        }
    }
}
