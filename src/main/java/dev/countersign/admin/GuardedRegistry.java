package dev.countersign.admin;

import dev.countersign.client.AuditTrail;
import dev.countersign.client.Change;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientRegistry;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.Creation;
import dev.countersign.client.NewClient;
import dev.countersign.client.Page;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The registry for one caller, in which only a person may create or change an administrator client. An administrator
 * client may change its own registration, so that a script can rotate its credentials, but never that of another
 * administrator, disabled or not: with a credential of its own choice there, it could act as the other one, even after
 * its own removal. An auditor changes nothing. {@link AdministeredClients} returns no other registry for changes, so no
 * call can bypass this. Thread-safe.
 */
record GuardedRegistry(ClientRegistry delegate, AuditTrail audit, Caller caller) implements ClientRegistry {

    @Override
    public Optional<Client> find(ClientId id) {
        return delegate.find(id);
    }

    @Override
    public Page<Client> page(String search, Optional<String> after, int limit) {
        return delegate.page(search, after, limit);
    }

    @Override
    public long count() {
        return delegate.count();
    }

    @Override
    public Client create(ClientId id, ClientProfile profile, List<ClientSecret> secrets, Change change) {
        requireMayMake(new NewClient(id, profile, secrets, change));
        return delegate.create(id, profile, secrets, change);
    }

    @Override
    public List<Creation> createAll(List<NewClient> wanted) {
        wanted.forEach(this::requireMayMake);
        return delegate.createAll(wanted);
    }

    private void requireMayMake(NewClient wanted) {
        caller.requireAdministrator();
        noting(wanted.id(), wanted.change(), () -> {
            if (wanted.profile().administrator() && !caller.isPerson()) {
                throw personRequired("Only a person can make an administrator.");
            }
            return wanted;
        });
    }

    /** Checked within the edit, which gets the client as it is at the moment of the change. */
    @Override
    public Client update(ClientId id, OptionalLong expectedVersion, UnaryOperator<Client> edit, Change change) {
        caller.requireAdministrator();
        UnaryOperator<Client> guarded = before -> {
            Client after = edit.apply(before);
            if (!after.equals(before) && !switchesOff(before, after)) {
                requireMayChange(before);
            }
            if (after.profile().administrator() && !before.profile().administrator() && !caller.isPerson()) {
                throw personRequired("Only a person can make an administrator.");
            }
            boolean newRanges =
                    !after.profile().access().equals(before.profile().access());
            if (newRanges && caller.isClient(id) && caller.isShutOutBy(after.profile())) {
                throw ProblemException.inField(
                        AccessRulesForm.ALLOWED_SOURCES,
                        "Would shut you out: the address of this request is in none of them.");
            }
            return after;
        };
        return noting(id, change, () -> delegate.update(id, expectedVersion, guarded, change));
    }

    /**
     * Permitted to all administrators: removal gives no access, since a client that is created anew with that id is no
     * administrator.
     */
    @Override
    public void delete(ClientId id, OptionalLong expectedVersion, Change change) {
        caller.requireAdministrator();
        delegate.delete(id, expectedVersion, change);
    }

    /** Grants nothing either, and has to be quick when a credential was stolen. */
    private static boolean switchesOff(Client before, Client after) {
        return before.profile().enabled()
                && after.equals(before.with(before.profile().switchedOff()));
    }

    private void requireMayChange(Client client) {
        // Not even itself once it is disabled, which may happen during its own request.
        boolean itself = caller.isClient(client.id()) && client.profile().canAdminister();
        if (client.profile().administrator() && !itself && !caller.isPerson()) {
            throw personRequired("Only a person can change another administrator, or its credentials.");
        }
    }

    private static ProblemException personRequired(String detail) {
        return new ProblemException(new Problem(ProblemKind.FORBIDDEN, detail, Optional.of("administrator")));
    }

    /** Records a refused attempt in the audit trail: its credential may have been stolen. */
    private <T> T noting(ClientId id, Change change, Supplier<T> attempt) {
        try {
            return attempt.get();
        } catch (ProblemException e) {
            if (e.problem().kind() == ProblemKind.FORBIDDEN) {
                audit.note(id, new Change(change.actor(), "client.refused", change.action() + " takes a person"));
            }
            throw e;
        }
    }
}
