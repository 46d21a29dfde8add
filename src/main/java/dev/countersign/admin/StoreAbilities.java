package dev.countersign.admin;

/**
 * What the store of the clients can do beside finding one. Immutable.
 *
 * @param kind {@code jdbc}, {@code file} or {@code own}
 * @param lists whether clients can be listed and searched
 * @param changes whether clients can be changed here
 * @param remedy how clients are listed and changed instead: a sentence; empty where both can be done here
 */
public record StoreAbilities(String kind, boolean lists, boolean changes, String remedy) {

    /** Of a database, which can do all. */
    public static final StoreAbilities DATABASE = new StoreAbilities("jdbc", true, true, "");

    /** An ability that a call may need. */
    enum Ability {
        LIST,
        CHANGE
    }

    /** Whether it keeps by which newer one a secret or key was replaced, and so when the older one ends. */
    public boolean keepsReplacements() {
        return kind.equals(DATABASE.kind);
    }

    boolean has(Ability ability) {
        return ability == Ability.LIST ? lists : changes;
    }

    /** The answer to a call that needs this ability, where it is not there. */
    String reason(Ability ability) {
        String what = ability == Ability.LIST
                ? "The store of the clients can only be asked for one client at a time."
                : "The store of the clients is read-only.";
        return what + ' ' + remedy;
    }
}
