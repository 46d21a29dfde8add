package dev.countersign.container;

/** What has to hold on every server alike: the features, and connections that are many, slow or broken. */
abstract class ContainerScenario extends FeatureScenario
        implements ConnectionScenario, FloodScenario, MissingBodyScenario, SlowBodyScenario {}
