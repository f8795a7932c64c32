import type { IApplication } from "@kubernetes-models/argo-cd/argoproj.io/v1alpha1/Application";
import type { IAppProject } from "@kubernetes-models/argo-cd/argoproj.io/v1alpha1/AppProject";
import { type ModelData, Model as Resource, type TypeMeta } from "@kubernetes-models/base";
import type { ICertificate } from "@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate";
import type { ICiliumNetworkPolicy } from "@kubernetes-models/cilium/cilium.io/v2/CiliumNetworkPolicy";
import type { IExternalSecret } from "@kubernetes-models/external-secrets/external-secrets.io/v1/ExternalSecret";
import type { ISecretStore } from "@kubernetes-models/external-secrets/external-secrets.io/v1/SecretStore";
import type { IGateway } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/Gateway";
import type { IGRPCRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/GRPCRoute";
import type { IHTTPRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute";
import type { IReferenceGrant } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1beta1/ReferenceGrant";
import type { IGateway as IIstioGateway } from "@kubernetes-models/istio/networking.istio.io/v1/Gateway";
import type { IVirtualService } from "@kubernetes-models/istio/networking.istio.io/v1/VirtualService";
import type { IAuthorizationPolicy } from "@kubernetes-models/istio/security.istio.io/v1/AuthorizationPolicy";
import type { IRequestAuthentication } from "@kubernetes-models/istio/security.istio.io/v1/RequestAuthentication";
import type { IPodMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor";
import type { IValidatingAdmissionPolicy } from "kubernetes-models/admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy";
import type { IValidatingAdmissionPolicyBinding } from "kubernetes-models/admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding";
import type { IIngress } from "kubernetes-models/networking.k8s.io/v1/Ingress";
import type { INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import type { IPodDisruptionBudget } from "kubernetes-models/policy/v1/PodDisruptionBudget";
import type { IRole } from "kubernetes-models/rbac.authorization.k8s.io/v1/Role";
import type { IRoleBinding } from "kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding";
import type { IConfigMap } from "kubernetes-models/v1/ConfigMap";
import type { ILimitRange } from "kubernetes-models/v1/LimitRange";
import type { INamespace } from "kubernetes-models/v1/Namespace";
import type { IPersistentVolumeClaim } from "kubernetes-models/v1/PersistentVolumeClaim";
import type { IResourceQuota } from "kubernetes-models/v1/ResourceQuota";
import type { ISecret } from "kubernetes-models/v1/Secret";
import type { IService } from "kubernetes-models/v1/Service";
import type { IServiceAccount } from "kubernetes-models/v1/ServiceAccount";

/**
 * The class of one kind, which sets apiVersion and kind. The packages with the types also contain classes, but with a
 * validator for each kind. kubeconform validates all objects, so those packages are needed only for the types.
 */
function kindClass<T extends TypeMeta>(apiVersion: T["apiVersion"], kind: T["kind"]): new (data: ModelData<T>) => T;
function kindClass(apiVersion: string, kind: string): new (data: object) => object {
  return class extends Resource<object> {
    constructor(data: object) {
      super();
      this.setDefinedProps({ apiVersion, kind, ...data });
    }
  };
}

export const Application = kindClass<IApplication>("argoproj.io/v1alpha1", "Application");
export type Application = IApplication;
export const AppProject = kindClass<IAppProject>("argoproj.io/v1alpha1", "AppProject");
export type AppProject = IAppProject;
export const AuthorizationPolicy = kindClass<IAuthorizationPolicy>("security.istio.io/v1", "AuthorizationPolicy");
export type AuthorizationPolicy = IAuthorizationPolicy;
export const Certificate = kindClass<ICertificate>("cert-manager.io/v1", "Certificate");
export const CiliumNetworkPolicy = kindClass<ICiliumNetworkPolicy>("cilium.io/v2", "CiliumNetworkPolicy");
export type CiliumNetworkPolicy = ICiliumNetworkPolicy;
export const ConfigMap = kindClass<IConfigMap>("v1", "ConfigMap");
export const ExternalSecret = kindClass<IExternalSecret>("external-secrets.io/v1", "ExternalSecret");
export const Gateway = kindClass<IGateway>("gateway.networking.k8s.io/v1", "Gateway");
export type Gateway = IGateway;
export const GRPCRoute = kindClass<IGRPCRoute>("gateway.networking.k8s.io/v1", "GRPCRoute");
export const HTTPRoute = kindClass<IHTTPRoute>("gateway.networking.k8s.io/v1", "HTTPRoute");
export type HTTPRoute = IHTTPRoute;
export const Ingress = kindClass<IIngress>("networking.k8s.io/v1", "Ingress");
export const IstioGateway = kindClass<IIstioGateway>("networking.istio.io/v1", "Gateway");
export const LimitRange = kindClass<ILimitRange>("v1", "LimitRange");
export const Namespace = kindClass<INamespace>("v1", "Namespace");
export const NetworkPolicy = kindClass<INetworkPolicy>("networking.k8s.io/v1", "NetworkPolicy");
export type NetworkPolicy = INetworkPolicy;
export const PersistentVolumeClaim = kindClass<IPersistentVolumeClaim>("v1", "PersistentVolumeClaim");
export const PodDisruptionBudget = kindClass<IPodDisruptionBudget>("policy/v1", "PodDisruptionBudget");
export type PodDisruptionBudget = IPodDisruptionBudget;
export const PodMonitor = kindClass<IPodMonitor>("monitoring.coreos.com/v1", "PodMonitor");
export const ReferenceGrant = kindClass<IReferenceGrant>("gateway.networking.k8s.io/v1beta1", "ReferenceGrant");
export const RequestAuthentication = kindClass<IRequestAuthentication>("security.istio.io/v1", "RequestAuthentication");
export const ResourceQuota = kindClass<IResourceQuota>("v1", "ResourceQuota");
export const Role = kindClass<IRole>("rbac.authorization.k8s.io/v1", "Role");
export const RoleBinding = kindClass<IRoleBinding>("rbac.authorization.k8s.io/v1", "RoleBinding");
export const Secret = kindClass<ISecret>("v1", "Secret");
export const SecretStore = kindClass<ISecretStore>("external-secrets.io/v1", "SecretStore");
export const Service = kindClass<IService>("v1", "Service");
export const ServiceAccount = kindClass<IServiceAccount>("v1", "ServiceAccount");
export const ValidatingAdmissionPolicy = kindClass<IValidatingAdmissionPolicy>(
  "admissionregistration.k8s.io/v1",
  "ValidatingAdmissionPolicy",
);
export type ValidatingAdmissionPolicy = IValidatingAdmissionPolicy;
export const ValidatingAdmissionPolicyBinding = kindClass<IValidatingAdmissionPolicyBinding>(
  "admissionregistration.k8s.io/v1",
  "ValidatingAdmissionPolicyBinding",
);
export const VirtualService = kindClass<IVirtualService>("networking.istio.io/v1", "VirtualService");
