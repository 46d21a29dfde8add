package dev.countersign.auth;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientStore;
import dev.countersign.client.UnavailableException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether a presented credential authenticates its client: finds the client, checks that it may authenticate at
 * all and by this method, then asks the one authenticator for the credential. Thread-safe.
 */
public final class Gatekeeper {

    private final ClientStore clients;
    private final Map<Class<?>, Post<?>> posts = new HashMap<>();
    private final Set<AuthMethod> methods = new LinkedHashSet<>();

    /**
     * Registers each authenticator for its methods.
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
     * Judges by the cached client, and where that does not lead to a grant, by the store's current state. So a change
     * on another node a moment ago causes no wrong refusal, and every refusal costs one look-up in the store: its
     * duration does not tell whether there is such a client.
     *
     * @param source the address that the request came from
     */
    public Outcome judge(PresentedCredential presented, Admission admission, InetAddress source) {
        Post<?> post = posts.get(presented.getClass());
        if (post == null) {
            return new Outcome.Refused(Refusal.METHOD_NOT_ALLOWED);
        }
        ClientId id = presented.clientId();
        Optional<Client> remembered = clients.remembered(id);
        Optional<Outcome> first = remembered.map(client -> post.judge(presented, remembered, admission, source));
        if (first.isPresent() && !(first.get() instanceof Outcome.Refused)) {
            return first.get();
        }
        try {
            Optional<Client> found = clients.find(id);
            // A cached state equal to the store's is judged once, as an unknown client is: a second judgement would
            // take longer and give the same result.
            boolean unchanged = found.isPresent() && found.map(Client::version).equals(remembered.map(Client::version));
            return unchanged ? first.orElseThrow() : post.judge(presented, found, admission, source);
        } catch (UnavailableException e) {
            return clients.lastKnown(id)
                    .map(client -> post.judge(presented, Optional.of(client), admission, source))
                    .filter(Outcome.Granted.class::isInstance)
                    .orElseGet(() -> new Outcome.Unavailable(e));
        }
    }

    /**
     * All checks of a credential for this client, without using it up; the first check that has not passed decides.
     *
     * @param presented empty: it could not be read, and only the client is checked
     * @throws UnavailableException when the authenticator cannot check any rule
     */
    public List<Check> explain(Optional<PresentedCredential> presented, Client client) {
        List<Check> checks = new ArrayList<>(ClientChecks.ofClient(client));
        presented.ifPresent(credential -> {
            Post<?> post = posts.get(credential.getClass());
            checks.addAll(
                    post == null
                            ? ClientChecks.ofCredential(credential, credential.method(), client, false)
                            : post.explain(credential, client));
        });
        return checks;
    }

    /** One authenticator, with the type of the credentials that it judges. */
    private record Post<P extends PresentedCredential>(ClientAuthenticator<P> authenticator) {

        Outcome judge(PresentedCredential untyped, Optional<Client> found, Admission admission, InetAddress source) {
            P presented = authenticator.accepts().cast(untyped);
            AuthMethod used = usedMethod(presented, found);
            Optional<Refusal> refusal = refusalBeforehand(used, found, admission, source);
            try {
                if (refusal.isEmpty()) {
                    return checked(authenticator.authenticate(presented, found.orElseThrow()), presented, used);
                }
                authenticator.refuse(presented);
                return new Outcome.Refused(refusal.get());
            } catch (UnavailableException e) {
                return new Outcome.Unavailable(e);
            }
        }

        List<Check> explain(PresentedCredential untyped, Client client) {
            P presented = authenticator.accepts().cast(untyped);
            AuthMethod used = presented.methodFor(client.profile().method());
            boolean fits = fits(used, client);
            List<Check> checks = new ArrayList<>(ClientChecks.ofCredential(presented, used, client, fits));
            if (fits && authenticator instanceof ExplainingAuthenticator<P> explaining) {
                checks.addAll(explaining.explain(presented, client));
            } else if (fits) {
                checks.add(ClientChecks.unexplained());
            }
            return checks;
        }

        private static AuthMethod usedMethod(PresentedCredential presented, Optional<Client> found) {
            return found.map(client -> presented.methodFor(client.profile().method()))
                    .orElseGet(presented::method);
        }

        /** A plug-in's mistake must not authenticate one client as another. */
        private static Outcome checked(Outcome outcome, PresentedCredential presented, AuthMethod used) {
            if (outcome instanceof Outcome.Granted granted
                    && !(granted.client().id().equals(presented.clientId())
                            && granted.method().equals(used))) {
                throw new IllegalStateException(
                        "the authenticator for " + used + " granted another client or method than it was asked about");
            }
            return outcome;
        }

        private Optional<Refusal> refusalBeforehand(
                AuthMethod used, Optional<Client> found, Admission admission, InetAddress source) {
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
            if (!AllowedSources.include(client, source)) {
                // Before the credential: from elsewhere a right one is refused like a wrong one, and not used up.
                return Optional.of(Refusal.SOURCE_NOT_ALLOWED);
            }
            return fits(used, client)
                    ? admission.ofMethod(used, client.profile().method())
                    : Optional.of(Refusal.METHOD_NOT_REGISTERED);
        }

        private boolean fits(AuthMethod used, Client client) {
            return authenticator.methods().contains(used)
                    && authenticator.interchangeable(used, client.profile().method());
        }
    }
}
