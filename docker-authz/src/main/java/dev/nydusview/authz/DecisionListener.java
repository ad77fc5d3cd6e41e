package dev.nydusview.authz;

/** Is told of each decision, on the thread that answers the request. Of requests without an image it hears nothing. */
public interface DecisionListener {
    void decided(Decision decision);
}
